import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useMe } from '../../api/session';
import './organizations.css';
import { BodyDialog } from './body-dialog';
import { BodyTree } from './body-tree';
import { BodyView } from './body-view';

/** 机构: the tree of bodies, and beside it the one that is chosen. */
export function OrganizationsPage() {
  const me = useMe();
  const { id } = useParams();
  const navigate = useNavigate();
  const [isAdding, setIsAdding] = useState(false);
  const own = me.offices[0]?.organization.id;
  const chosen = id ?? own;
  const mayAdd = me.offices.some(({ roles }) => roles.includes('org-admin'));
  return (
    <>
      <div className="page-head">
        <h1>机构</h1>
        <Link to="/responsibilities">责任矩阵</Link>
        <span className="grow" />
        {mayAdd && chosen && (
          <Button type="primary" onClick={() => setIsAdding(true)}>
            添加下级单位
          </Button>
        )}
      </div>
      <div className="page-columns body-columns">
        <BodyTree selectedId={chosen} onSelect={(next) => void navigate(`/organizations/${next}`)} />
        {chosen && <BodyView key={chosen} id={chosen} />}
      </div>
      {isAdding && chosen && (
        <BodyDialog
          parentId={chosen}
          onClose={() => setIsAdding(false)}
          onSaved={(body) => void navigate(`/organizations/${body.id}`)}
        />
      )}
    </>
  );
}
